import { servePiiSubgraph } from '../kit';
import { directory } from './service';

servePiiSubgraph(directory);
