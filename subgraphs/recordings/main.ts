import { servePiiSubgraph } from '../kit';
import { recordings } from './service';

servePiiSubgraph(recordings);
