/** Loaded with `node --require`: shifts the process's clock by `CLOCK_SHIFT_MS` milliseconds, as on a machine with the wrong time. */
'use strict';

const shift = Number(process.env.CLOCK_SHIFT_MS);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [RealDate.now() + shift], newTarget),
  apply: () => new globalThis.Date().toString(),
  get: (target, property, receiver) =>
    property === 'now' ? () => RealDate.now() + shift : Reflect.get(target, property, receiver),
});
