/** The contract's three fields, as the gateway calls them on one service. */
export { contractOf, lines, type FoundPage, type Term } from '../../../subgraphs/kit/testing';
