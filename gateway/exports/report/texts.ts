/** The words of a package's page, in each of its languages. What a table does not know is shown by its own name. */

export type Language = 'en' | 'es';
export const languages: readonly Language[] = ['en', 'es'];

/** Words that stand for names of the system's. */
type Names = Readonly<Record<string, string>>;

export interface Texts {
  language: string;
  /** How dates are written. */
  locale: string;
  title: string;
  intro: string;
  made: (request: string, asked: string, built: string) => string;
  summary: string;
  service: string;
  what: string;
  records: string;
  since: string;
  purpose: string;
  outcome: Names;
  serviceNames: Names;
  purposes: Names;
  types: Names;
  categories: Names;
  fields: Names;
  recordOf: (type: string, number: number) => string;
  field: string;
  value: string;
  kind: string;
  stored: string;
  attachments: string;
  notIncluded: string;
  more: (count: number) => string;
  dataFile: string;
  left: string;
  leftIntro: string;
  withheld: string;
  withheldIntro: string;
  item: string;
  reason: string;
  reasons: Names;
  count: string;
  check: string;
  checkText: string;
  rights: string;
  rightsText: string;
  contents: string;
  printed: string;
}

const english: Texts = {
  language: 'English',
  locale: 'en-GB',
  title: 'Your personal data',
  intro:
    'This is a copy of the personal data that we hold about you. It says which of our services hold what, since when, and what for. You can read it without the internet and print it.',
  made: (request, asked, built) => `Asked for on ${asked}, put together on ${built}. Case ${request}.`,
  summary: 'Who holds what',
  service: 'Service',
  what: 'What it is',
  records: 'Records',
  since: 'From – to',
  purpose: 'What we use it for',
  outcome: {
    NOTHING_FOUND: 'Holds nothing about you.',
    SUBJECT_REQUIRED: 'Finds people by their customer number only, and was not asked with one. Ask us again with it.',
    FAILED: 'Could not be asked.',
    CANCELLED: 'Was not asked.',
  },
  serviceNames: {
    directory: 'Staff directory',
    'external-contacts': 'Customer contacts',
    dialer: 'Calling lists',
    messaging: 'Messages',
    recordings: 'Call recordings',
  },
  purposes: {
    directory: 'To manage the people who work for us.',
    'external-contacts': 'To know who you are when you contact us, and to answer you.',
    dialer: 'To call you about our services.',
    messaging: 'To answer your messages and keep the conversation together.',
    recordings: 'To document calls and improve how we answer.',
  },
  types: {
    User: 'Staff entry',
    ExternalContact: 'Contact details',
    ContactNote: 'Note about you',
    DialerContact: 'Entry on a calling list',
    CallAttempt: 'Call to you',
    Conversation: 'Conversation',
    Message: 'Message',
    Recording: 'Call recording',
  },
  categories: {
    NAME: 'Name',
    ADDRESS: 'Address',
    PHONE: 'Phone number',
    EMAIL: 'E-mail address',
    SOCIAL_HANDLE: 'Social media name',
    IDENTIFIER: 'Identifier',
    EMPLOYMENT: 'Employment',
    COMMUNICATION: 'Communication',
    VOICE: 'Voice',
    ATTACHMENT: 'File',
    BEHAVIOUR: 'Behaviour',
    OTHER: 'Other',
  },
  fields: {},
  recordOf: (type, number) => `${type} ${number}`,
  field: 'Detail',
  value: 'Value',
  kind: 'Kind of data',
  stored: 'Stored on',
  attachments: 'Files',
  notIncluded: 'not included, see below',
  more: (count) => `${count} more are in the data file.`,
  dataFile: 'All records of this kind, as data',
  left: 'What could not be included',
  leftIntro: 'These could not be put into this package:',
  withheld: 'What is not shown',
  withheldIntro: 'To protect other people and our own notes, these values were left out:',
  item: 'Item',
  reason: 'Why',
  reasons: { 'another person': 'It is about another person.', 'internal note': 'It is an internal note of ours.' },
  count: 'How many',
  check: 'How to check this package',
  checkText:
    'The file manifest.json lists every file with its size and checksum, and manifest.json.sig is our signature over that list.',
  rights: 'Your rights',
  rightsText:
    'You may ask us to correct these data or to erase them, and you may complain to your data protection authority.',
  contents: 'Contents',
  printed: 'Language',
};

const spanish: Texts = {
  language: 'Español',
  locale: 'es-ES',
  title: 'Sus datos personales',
  intro:
    'Esta es una copia de los datos personales que tenemos sobre usted. Indica cuáles de nuestros servicios guardan qué, desde cuándo y para qué. Puede leerla sin internet e imprimirla.',
  made: (request, asked, built) => `Solicitada el ${asked}, preparada el ${built}. Expediente ${request}.`,
  summary: 'Quién guarda qué',
  service: 'Servicio',
  what: 'Qué es',
  records: 'Registros',
  since: 'Desde – hasta',
  purpose: 'Para qué lo usamos',
  outcome: {
    NOTHING_FOUND: 'No guarda nada sobre usted.',
    SUBJECT_REQUIRED:
      'Solo encuentra a las personas por su número de cliente, y no se le preguntó con él. Vuelva a solicitarlo con ese número.',
    FAILED: 'No se pudo consultar.',
    CANCELLED: 'No se consultó.',
  },
  serviceNames: {
    directory: 'Directorio de personal',
    'external-contacts': 'Contactos de clientes',
    dialer: 'Listas de llamadas',
    messaging: 'Mensajes',
    recordings: 'Grabaciones de llamadas',
  },
  purposes: {
    directory: 'Para gestionar a las personas que trabajan con nosotros.',
    'external-contacts': 'Para saber quién es usted cuando nos contacta, y responderle.',
    dialer: 'Para llamarle sobre nuestros servicios.',
    messaging: 'Para responder a sus mensajes y mantener unida la conversación.',
    recordings: 'Para documentar las llamadas y mejorar nuestra atención.',
  },
  types: {
    User: 'Ficha de personal',
    ExternalContact: 'Datos de contacto',
    ContactNote: 'Nota sobre usted',
    DialerContact: 'Entrada en una lista de llamadas',
    CallAttempt: 'Llamada a usted',
    Conversation: 'Conversación',
    Message: 'Mensaje',
    Recording: 'Grabación de llamada',
  },
  categories: {
    NAME: 'Nombre',
    ADDRESS: 'Dirección',
    PHONE: 'Teléfono',
    EMAIL: 'Correo electrónico',
    SOCIAL_HANDLE: 'Nombre en redes sociales',
    IDENTIFIER: 'Identificador',
    EMPLOYMENT: 'Empleo',
    COMMUNICATION: 'Comunicación',
    VOICE: 'Voz',
    ATTACHMENT: 'Archivo',
    BEHAVIOUR: 'Comportamiento',
    OTHER: 'Otro',
  },
  fields: {
    name: 'nombre',
    email: 'correo',
    workPhone: 'teléfono del trabajo',
    department: 'departamento',
    title: 'cargo',
    statusText: 'texto de estado',
    workEmail: 'correo del trabajo',
    personalEmail: 'correo personal',
    otherEmail: 'otro correo',
    cellPhone: 'teléfono móvil',
    homePhone: 'teléfono de casa',
    otherPhone: 'otro teléfono',
    address: 'dirección',
    externalId: 'identificador externo',
    text: 'texto',
    from: 'remitente',
    channel: 'canal',
    agent: 'agente',
    transcript: 'transcripción',
  },
  recordOf: (type, number) => `${type} ${number}`,
  field: 'Dato',
  value: 'Valor',
  kind: 'Tipo de dato',
  stored: 'Guardado el',
  attachments: 'Archivos',
  notIncluded: 'no incluido, vea más abajo',
  more: (count) => `Hay ${count} más en el archivo de datos.`,
  dataFile: 'Todos los registros de este tipo, como datos',
  left: 'Lo que no se pudo incluir',
  leftIntro: 'Lo siguiente no se pudo incluir en este paquete:',
  withheld: 'Lo que no se muestra',
  withheldIntro: 'Para proteger a otras personas y nuestras propias notas, se omitieron estos valores:',
  item: 'Elemento',
  reason: 'Motivo',
  reasons: {
    'another person': 'Se refiere a otra persona.',
    'internal note': 'Es una nota interna nuestra.',
    'The service did not hand the file out.': 'El servicio no entregó el archivo.',
    'The file is larger than a package takes.': 'El archivo es mayor de lo que admite un paquete.',
    'The file is larger than the service said.': 'El archivo es mayor de lo que indicó el servicio.',
    'The file is smaller than the service said.': 'El archivo es menor de lo que indicó el servicio.',
    'The file broke off, or took too long.': 'El archivo se interrumpió o tardó demasiado.',
    'The file is not what the service said: its checksum differs.':
      'El archivo no es el que indicó el servicio: su suma de comprobación difiere.',
    'The service finds people by their id only; ask again with the id.':
      'El servicio encuentra a las personas solo por su identificador; vuelva a solicitarlo con él.',
  },
  count: 'Cuántos',
  check: 'Cómo comprobar este paquete',
  checkText:
    'El archivo manifest.json enumera todos los archivos con su tamaño y su suma de comprobación, y manifest.json.sig es nuestra firma sobre esa lista.',
  rights: 'Sus derechos',
  rightsText:
    'Puede pedirnos que corrijamos estos datos o que los borremos, y puede reclamar ante su autoridad de protección de datos.',
  contents: 'Contenido',
  printed: 'Idioma',
};

export const texts: Readonly<Record<Language, Texts>> = { en: english, es: spanish };

/** The word for a name of the system's; a name that is not known is put into words: `workPhone` is "work phone". */
export const wordFor = (names: Names, name: string): string =>
  names[name] ??
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
