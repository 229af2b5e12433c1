/** Points in time as text. */

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether a day exists in the calendar. `Date` would take 30 February for 2 March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Reads a point in time, as ISO 8601 with its offset, on an existing day. @returns null when it is none */
export function readIsoTime(text: string): Date | null {
  if (!pattern.test(text) || !isDay(text.slice(0, 10))) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}
