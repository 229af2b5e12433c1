export * from './normalize';
export * from './subject';
export * from './term';
