import { servePiiSubgraph } from '../kit';
import { dialer } from './service';

servePiiSubgraph(dialer);
