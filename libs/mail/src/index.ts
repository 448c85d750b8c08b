// Letters to members: through SMTP, or into an outbox that the operator reads.
export {};
