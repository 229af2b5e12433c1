/**
 * The cast of the demo: a few fictional people of a fictional organisation, each of whom shows one rule. Everything about them is
 * made up; the phone numbers are from ranges reserved for fiction, and nobody has the addresses of `example.com`.
 */
import { developmentOrganization } from '../../../gateway/web/development-organization';

/** The organisation of the sample data. */
export const demoOrganization = developmentOrganization;

/** The number that two people of one household share: erasing one of them must not touch the other (R6). */
export const householdPhone = '+1 317 555 0142';

/** Elena Marín: three contacts of one person, over different channels (R8). The first is the canonical one. */
export const elena = {
  byEmail: {
    firstName: 'Elena',
    lastName: 'Marín Ortega',
    personalEmail: 'elena.marin@example.com',
    homePhone: householdPhone,
    address: { address1: '48 Maple Street', city: 'Indianapolis', state: 'IN', postalCode: '46204', countryCode: 'US' },
    externalIdentities: [{ source: 'crm', value: '20417' }],
  },
  byWhatsApp: {
    firstName: 'Elena',
    lastName: 'Marín',
    cellPhone: '+1 317 555 0177',
    socialHandles: [{ platform: 'WHATSAPP' as const, handle: '+1 317 555 0177' }],
  },
  bySocial: {
    firstName: 'E.',
    lastName: 'Marin',
    socialHandles: [
      { platform: 'TWITTER' as const, handle: '@elena_marin' },
      { platform: 'INSTAGRAM' as const, handle: 'elena.marin.ortega' },
    ],
  },
};

/** Tomás Marín: another person, who lives with Elena and shares her home phone. */
export const tomas = {
  firstName: 'Tomás',
  lastName: 'Marín Ortega',
  personalEmail: 'tomas.marin@example.com',
  homePhone: householdPhone,
  address: elena.byEmail.address,
};

/** Priya Raman works here, so erasing her needs an explicit statement (R16). */
export const priya = {
  name: 'Priya Raman',
  email: 'priya.raman@acme.example.com',
  workPhone: '+1 317 555 0101',
  department: 'Customer Care',
  title: 'Agent',
  active: true,
  statusText: 'Back at 2 pm, call Dana Whitfield meanwhile',
};

/** Jonas Weber no longer works here. */
export const jonas = {
  name: 'Jonas Weber',
  email: 'jonas.weber@acme.example.com',
  workPhone: '+1 317 555 0102',
  department: 'Customer Care',
  title: 'Agent',
  active: false,
};

/** Marcus Hale: a dialer contact on two lists, whose number is on the do-not-call list. */
export const marcus = {
  name: 'Marcus Hale',
  phone: '+1 317 555 0158',
  email: 'marcus.hale@example.com',
  address: '7 Harbour Lane, Portland, OR 97201, US',
};

/** The contact lists that Marcus is on. */
export const contactLists = {
  spring: {
    name: 'Spring renewals',
    columns: [
      { name: 'Customer', holds: 'NAME' as const },
      { name: 'Phone', holds: 'PHONE' as const },
      { name: 'Email', holds: 'EMAIL' as const },
      { name: 'Plan', holds: null },
    ],
  },
  survey: {
    name: 'Satisfaction survey',
    columns: [
      { name: 'Full name', holds: 'NAME' as const },
      { name: 'Mobile', holds: 'PHONE' as const },
      { name: 'Home address', holds: 'ADDRESS' as const },
    ],
  },
};

/** A web chat that nobody associated with a contact: no request can reach it (R18). */
export const webChatOfNobody = {
  channel: 'WEB_CHAT' as const,
  messages: ['Hello, is my order on its way?', 'It is order 7731. I would rather not give my name.'],
};
