// Figures for charts: sums by day and resource, kept as things happen.
export {};
