/** The result of {@link soon} when the time is up. */
export const late = Symbol('late');

/** Waits for a promise, for this many milliseconds at most. The promise must not reject. */
export function soon<T>(coming: Promise<T>, milliseconds: number): Promise<T | typeof late> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late), milliseconds);
    void coming.then((come) => {
      clearTimeout(timer);
      resolve(come);
    });
  });
}
