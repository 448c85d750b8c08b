// The people who may sign in for a merchant, and their sessions.
export {};
