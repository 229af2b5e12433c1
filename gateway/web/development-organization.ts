/** The organisation of the sample data, which the demo and the development tokens use. */
export const developmentOrganization = 'acme-contact-centre';
