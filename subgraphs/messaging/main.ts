import { servePiiSubgraph } from '../kit';
import { messaging } from './service';

servePiiSubgraph(messaging);
