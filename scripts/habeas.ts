#!/usr/bin/env node
/** The program `habeas`: `npx habeas --help` in a checkout after `npm run build`, `habeas --help` in the image. */
import path from 'node:path';
import { loadBundle } from './run/load-bundle';

loadBundle(path.join(__dirname, '..', 'programs'), 'habeas').programs.habeas?.();
