export * from './normalize';
export * from './term';
export * from './term-types';
