/** Names of services and record types, in a form that reads well with counts: `Messages: 3`. */
const en = {
  service: {
    directory: 'Staff directory',
    'external-contacts': 'External contacts',
    dialer: 'Outbound calls',
    messaging: 'Messages',
    recordings: 'Recordings',
    gdpr: 'Data-subject requests',
  } as Record<string, string>,
  record: {
    User: 'Staff entries',
    ExternalContact: 'Contacts',
    ContactNote: 'Notes',
    PostalAddress: 'Postal addresses',
    SocialHandle: 'Social handles',
    ExternalIdentity: 'Ids in other systems',
    DialerContact: 'Entries on calling lists',
    DialerValue: 'Values on calling lists',
    CallAttempt: 'Call attempts',
    DoNotCallEntry: 'Objections to calls',
    Conversation: 'Conversations',
    CustomAttribute: 'Further details',
    Message: 'Messages',
    MessageAttachment: 'Files of messages',
    Recording: 'Call recordings',
    RecordingAudio: 'Audio of recordings',
  } as Record<string, string>,
};
const es: typeof en = {
  service: {
    directory: 'Directorio de personal',
    'external-contacts': 'Contactos externos',
    dialer: 'Llamadas salientes',
    messaging: 'Mensajes',
    recordings: 'Grabaciones',
    gdpr: 'Solicitudes de interesados',
  },
  record: {
    User: 'Fichas de personal',
    ExternalContact: 'Contactos',
    ContactNote: 'Notas',
    PostalAddress: 'Direcciones postales',
    SocialHandle: 'Perfiles sociales',
    ExternalIdentity: 'Ids en otros sistemas',
    DialerContact: 'Entradas en listas de llamadas',
    DialerValue: 'Valores en listas de llamadas',
    CallAttempt: 'Intentos de llamada',
    DoNotCallEntry: 'Oposiciones a llamadas',
    Conversation: 'Conversaciones',
    CustomAttribute: 'Otros datos',
    Message: 'Mensajes',
    MessageAttachment: 'Archivos de mensajes',
    Recording: 'Grabaciones de llamadas',
    RecordingAudio: 'Audio de grabaciones',
  },
};
export const names = { en, es };

/** Turns a raw name without a title into words: `loyalty-cards` becomes `Loyalty cards`, `LoyaltyCard` becomes `Loyalty card`. */
export function readable(name: string): string {
  const spaced = name
    .replaceAll(/[-_.]+/g, ' ')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .trim();
  // Words in capitals stay so: `VAT number`.
  const lower = spaced.replaceAll(/\p{Lu}\p{Ll}+/gu, (word) => word.toLocaleLowerCase());
  return lower.charAt(0).toLocaleUpperCase() + lower.slice(1);
}
