export * from './normalize';
export * from './term';
