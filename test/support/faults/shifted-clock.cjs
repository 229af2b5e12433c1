/** Loaded with `node --require`: a process whose clock is wrong by `CLOCK_SHIFT_MS` milliseconds, as a machine's may be. */
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
