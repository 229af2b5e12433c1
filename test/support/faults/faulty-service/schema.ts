/** What a faulty service says about itself: its SDL, and how the conformance check makes people in it. */
import type { Fixture } from '../../../../subgraphs/kit/conformance';
import { contractSdl, partSdl } from '../../../../subgraphs/kit/base/sdl';
import type { Fault } from './faults';

const add =
  'mutation ($email: String!, $note: String!, $title: String!, $name: String!, $phone: String!, $address: String!, $customer: ID!) { addRow(email: $email, note: $note, title: $title, name: $name, phone: $phone, address: $address, customer: $customer) { id } }';

export const faultyFixture: Fixture = {
  service: 'faulty',
  scopes: [],
  person: [
    {
      document: add,
      variables: {
        email: '{email}',
        note: 'from {otherName}',
        title: '{text}',
        name: '{name}',
        phone: '{phone}',
        address: '{address}',
        customer: '{uuid}',
      },
      keep: { rowId: 'addRow.id' },
    },
  ],
  terms: {
    EMAIL: '{email}',
    NAME: '{name}',
    PHONE: '{phone}',
    ADDRESS: '{address}',
    EXTERNAL_ID: '{uuid}',
    EXTERNAL_CONTACT_ID: '{rowId}',
  },
  rectify: { type: 'NAME', existing: '{otherName}', updated: 'Renamed {uuid}' },
  complete: [],
  fields: {
    'Row.email': '{email}',
    'Row.note': 'from {otherName}',
    'Row.title': '{text}',
    'Row.name': '{name}',
    'Row.phone': '{phone}',
    'Row.address': '{address}',
    'Row.customer': '{uuid}',
  },
  entity: { typename: 'Row', id: '{rowId}' },
  linked: {
    operations: [
      {
        document: 'mutation ($id: ID!, $agent: ID!) { answerRow(id: $id, agent: $agent) { id } }',
        variables: { id: '{rowId}', agent: '{otherUuid}' },
        keep: {},
      },
    ],
    type: 'USER_ID',
    id: '{otherUuid}',
  },
};

const processing =
  '@processing(service: "faulty", label: "Faulty", purpose: "To be caught.", legalBasis: "Art. 6(1)(f)", retention: "A test.")';

const own = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@composeDirective"])
  @link(url: "https://specs.habeas.dev/personal-data/v2.0", import: ["@personalData", "@piiContract", "@processing"])
  @composeDirective(name: "@personalData")
  @composeDirective(name: "@piiContract")
  @composeDirective(name: "@processing")
type Row @key(fields: "id") {
  id: ID!
  email: String @personalData(category: EMAIL, onErase: ERASED)
  note: String @personalData(category: OTHER, onErase: ERASED)
  title: String @personalData(category: EMPLOYMENT, onErase: ERASED)
  name: String @personalData(category: NAME, onErase: ERASED)
  phone: String @personalData(category: PHONE, onErase: ERASED)
  address: String @personalData(category: ADDRESS, onErase: ERASED)
  customer: ID @personalData(category: IDENTIFIER, onErase: ERASED)
}
extend type Query @piiContract(service: "faulty", version: 2)
  ${processing} {
  row(id: ID!): Row
}
extend type Mutation {
  addRow(email: String!, note: String!, title: String!, name: String!, phone: String!, address: String!, customer: ID!): Row!
  answerRow(id: ID!, agent: ID!): Row
}
`;

/** The SDL, broken if the fault is one of the schema. */
export function faultySdl(fault?: Fault): string {
  const sdl = `${own}${contractSdl()}${partSdl('restriction')}${partSdl('linked')}${partSdl('streaming')}`;
  switch (fault) {
    case 'the contract lacks a value of an enum':
      return sdl.replace(/"A person's voice\."\s+VOICE\s+/, '');
    case 'the contract lacks an argument':
      return sdl.replace(/("A mark, as `personalData` takes it[^"]*"\s+asOf: String\s+)(\): \w+! @shareable)/, '$2');
    case 'a key is no field':
      return sdl.replace('type Row @key(fields: "id")', 'type Row @key(fields: "nothing")');
    case 'an earlier version of the contract is stated':
      return sdl.replace('version: 2', 'version: 1');
    case 'no version of the contract is stated':
      return sdl.replace('@piiContract(service: "faulty", version: 2)', '');
    case 'no processing is declared':
      return sdl.replace(processing, '');
    case 'processing is declared twice in a language':
      return sdl.replace(processing, `${processing} ${processing}`);
    case 'processing is declared without a purpose':
      return sdl.replace('purpose: "To be caught."', 'purpose: " "');
    default:
      return sdl;
  }
}
