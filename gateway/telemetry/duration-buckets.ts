/** The bucket bounds of duration histograms, in seconds, up to the longest call of a service. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
