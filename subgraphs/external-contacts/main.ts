import { servePiiSubgraph } from '../kit';
import { externalContacts } from './service';

servePiiSubgraph(externalContacts);
