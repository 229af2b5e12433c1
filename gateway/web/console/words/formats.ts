/** Formats dates, numbers and sizes for the user's region. */

export interface Formats {
  date: (at: string | Date) => string;
  time: (at: string | Date) => string;
  /** The time from now: `in 5 days`, `2 days ago`. */
  fromNow: (at: string | Date) => string;
  number: (value: number) => string;
  days: (value: number) => string;
  bytes: (value: number) => string;
  list: (items: readonly string[]) => string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function createFormats(locale: string): Formats {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const numbers = new Intl.NumberFormat(locale);
  const days = new Intl.NumberFormat(locale, {
    maximumFractionDigits: 1,
    style: 'unit',
    unit: 'day',
    unitDisplay: 'long',
  });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date: (at) => dates.format(new Date(at)),
    time: (at) => times.format(new Date(at)),
    fromNow(at) {
      const apart = new Date(at).getTime() - Date.now();
      if (Math.abs(apart) < minute) return relative.format(Math.round(apart / second), 'second');
      if (Math.abs(apart) < hour) return relative.format(Math.round(apart / minute), 'minute');
      if (Math.abs(apart) < day) return relative.format(Math.round(apart / hour), 'hour');
      return relative.format(Math.round(apart / day), 'day');
    },
    number: (value) => numbers.format(value),
    days: (value) => days.format(value),
    bytes(value) {
      const step = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[step] ?? 'byte',
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: 1,
      }).format(value / 1000 ** step);
    },
    list: (items) => list.format(items),
  };
}
