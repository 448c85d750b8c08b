// Events in the order in which they were committed, each consumer with a place of its own.
export {};
