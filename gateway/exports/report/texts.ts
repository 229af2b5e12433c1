/** The words of a package's page, in each language. A name that a table lacks is shown as words, see {@link wordFor}. */

/** A two-letter code (ISO 639-1). */
export type Language = string;

/** Words for the system's names, such as statuses and categories. */
type Names = Readonly<Record<string, string>>;

export interface Texts {
  language: string;
  /** The language tag by which dates are formatted. */
  locale: string;
  title: string;
  intro: string;
  /** With `{request}`, `{asked}` and `{built}`. */
  made: string;
  summary: string;
  service: string;
  what: string;
  records: string;
  since: string;
  purpose: string;
  legalBasis: string;
  recipients: string;
  retention: string;
  source: string;
  transfers: string;
  automatedDecisions: string;
  kinds: string;
  /** Shown when a service declares no recipients, transfers or automated decisions. */
  none: string;
  /** Shown when a service declares no source of its data. */
  fromYou: string;
  /** Shown when a service declares nothing about its processing. */
  notStated: string;
  responsible: string;
  controller: string;
  contact: string;
  officer: string;
  authority: string;
  /** Shown when the organisation's profile names no controller and no contacts. */
  responsibleNotStated: string;
  outcome: Names;
  categories: Names;
  /** Labels of values that have none in a schema. */
  fields: Names;
  /** With `{type}` and `{number}`. */
  recordOf: string;
  field: string;
  value: string;
  kind: string;
  stored: string;
  attachments: string;
  notIncluded: string;
  /** The warning beside an active file. */
  active: string;
  /** With `{count}`. */
  more: string;
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
  rightsIntro: string;
  /** The rights of Articles 15 to 22 and 77, each as a sentence. */
  rightsList: readonly string[];
  contents: string;
  printed: string;
}

const english: Texts = {
  language: 'English',
  locale: 'en-GB',
  title: 'Your personal data',
  intro:
    'This is a copy of the personal data that we hold about you. It says which of our services hold what, since when, and what for. You can read it without the internet and print it.',
  made: 'Asked for on {asked}, put together on {built}. Case {request}.',
  summary: 'Who holds what',
  service: 'Service',
  what: 'What it is',
  records: 'Records',
  since: 'From – to',
  purpose: 'What we use it for',
  legalBasis: 'On what legal basis',
  recipients: 'Who receives it',
  retention: 'How long we keep it',
  source: 'Where it comes from',
  transfers: 'Transfers out of the EU',
  automatedDecisions: 'Decisions by machines alone',
  kinds: 'Kinds of data',
  none: 'None.',
  fromYou: 'From you.',
  notStated: 'This service does not say. Ask us.',
  responsible: 'Who is responsible',
  controller: 'Controller',
  contact: 'Contact',
  officer: 'Data protection officer',
  authority: 'Supervisory authority',
  responsibleNotStated: 'Whoever gave you this package is responsible for these data.',
  outcome: {
    NOTHING_FOUND: 'Holds nothing about you.',
    SUBJECT_REQUIRED: 'Finds people by their customer number only, and was not asked with one. Ask us again with it.',
    FAILED: 'Could not be asked.',
    CANCELLED: 'Was not asked.',
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
  recordOf: '{type} {number}',
  field: 'Detail',
  value: 'Value',
  kind: 'Kind of data',
  stored: 'Stored on',
  attachments: 'Files',
  notIncluded: 'not included, see below',
  active:
    'Careful: this kind of file can run commands or fetch things from the internet. The ending .txt was added to its name, so that it opens as text. Take it away only if you trust the sender.',
  more: '{count} more are in the data file.',
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
  rightsIntro: 'You have these rights, free of charge. Tell us, and we answer within one month:',
  rightsList: [
    'to have wrong data corrected (Article 16);',
    'to have data erased, where the law does not oblige us to keep them (Article 17);',
    'to have their use restricted, for example while it is checked whether they are right (Article 18);',
    'to take them to somebody else: the data files of this package are made for that (Article 20);',
    'to object to their use (Article 21), and not to be subject to decisions by machines alone (Article 22);',
    'to withdraw a consent that you have given, at any time;',
    'to complain to the supervisory authority (Article 77).',
  ],
  contents: 'Contents',
  printed: 'Language',
};

const spanish: Texts = {
  language: 'Español',
  locale: 'es-ES',
  title: 'Sus datos personales',
  intro:
    'Esta es una copia de los datos personales que tenemos sobre usted. Indica cuáles de nuestros servicios guardan qué, desde cuándo y para qué. Puede leerla sin internet e imprimirla.',
  made: 'Solicitada el {asked}, preparada el {built}. Expediente {request}.',
  summary: 'Quién guarda qué',
  service: 'Servicio',
  what: 'Qué es',
  records: 'Registros',
  since: 'Desde – hasta',
  purpose: 'Para qué lo usamos',
  legalBasis: 'Con qué base jurídica',
  recipients: 'Quién lo recibe',
  retention: 'Cuánto tiempo lo guardamos',
  source: 'De dónde procede',
  transfers: 'Transferencias fuera de la UE',
  automatedDecisions: 'Decisiones solo automatizadas',
  kinds: 'Tipos de datos',
  none: 'Ninguna.',
  fromYou: 'De usted.',
  notStated: 'Este servicio no lo indica. Pregúntenos.',
  responsible: 'Quién es responsable',
  controller: 'Responsable del tratamiento',
  contact: 'Contacto',
  officer: 'Delegado de protección de datos',
  authority: 'Autoridad de control',
  responsibleNotStated: 'Quien le entregó este paquete es responsable de estos datos.',
  outcome: {
    NOTHING_FOUND: 'No guarda nada sobre usted.',
    SUBJECT_REQUIRED:
      'Solo encuentra a las personas por su número de cliente, y no se le preguntó con él. Vuelva a solicitarlo con ese número.',
    FAILED: 'No se pudo consultar.',
    CANCELLED: 'No se consultó.',
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
  fields: { name: 'nombre', externalId: 'identificador externo' },
  recordOf: '{type} {number}',
  field: 'Dato',
  value: 'Valor',
  kind: 'Tipo de dato',
  stored: 'Guardado el',
  attachments: 'Archivos',
  notIncluded: 'no incluido, vea más abajo',
  active:
    'Cuidado: este tipo de archivo puede ejecutar órdenes o cargar contenido de internet. Se añadió .txt a su nombre para que se abra como texto. Quítelo solo si confía en el remitente.',
  more: 'Hay {count} más en el archivo de datos.',
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
    'This part of the request failed; it can be made again.':
      'Esta parte de la solicitud ha fallado; se puede volver a hacer.',
    'This part of the request was stopped, is about another person by now, or is no longer kept; ask again.':
      'Esta parte de la solicitud se detuvo, se refiere ya a otra persona o ya no se conserva; vuelva a solicitarla.',
    'This contact is the same person, and has an export of its own; its data are in the package of that one.':
      'Este contacto es la misma persona y tiene una exportación propia; sus datos están en el paquete de esta.',
  },
  count: 'Cuántos',
  check: 'Cómo comprobar este paquete',
  checkText:
    'El archivo manifest.json enumera todos los archivos con su tamaño y su suma de comprobación, y manifest.json.sig es nuestra firma sobre esa lista.',
  rights: 'Sus derechos',
  rightsIntro: 'Tiene estos derechos, sin coste alguno. Díganoslo y le responderemos en el plazo de un mes:',
  rightsList: [
    'a que se rectifiquen los datos incorrectos (artículo 16);',
    'a que se supriman los datos, cuando la ley no nos obligue a conservarlos (artículo 17);',
    'a que se limite su uso, por ejemplo mientras se comprueba si son correctos (artículo 18);',
    'a llevárselos a otra entidad: los archivos de datos de este paquete sirven para ello (artículo 20);',
    'a oponerse a su uso (artículo 21) y a no ser objeto de decisiones solo automatizadas (artículo 22);',
    'a retirar en cualquier momento el consentimiento que haya dado;',
    'a reclamar ante la autoridad de control (artículo 77).',
  ],
  contents: 'Contenido',
  printed: 'Idioma',
};

/** The page's languages with their words. The first one is shown to readers whose languages the page does not have. */
export type PageTexts = Readonly<Record<Language, Texts>>;

/** The languages of every package; an installation can add more (`PACKAGE_TEXTS_FILE`). */
export const builtInTexts: PageTexts = { en: english, es: spanish };

/** Replaces each `{name}` of a template by its value; a name without a value stays. */
export const filled = (template: string, values: Record<string, string | number>): string =>
  template.replaceAll(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces));

/** The word for one of the system's names. An unknown name is turned into words: `workPhone` becomes "work phone". */
export const wordFor = (names: Names, name: string): string =>
  names[name] ??
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
