/** The organisation of the sample data: of the demo, and of the tokens that the explorer offers in development. */
export const developmentOrganization = 'acme-contact-centre';
