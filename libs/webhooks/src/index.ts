// Outgoing events: endpoints, deliveries, the event log and the live feed.
export {};
