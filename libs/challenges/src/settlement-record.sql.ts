/** What a settled challenge leaves behind for the merchant's books, in `challenge` and in `settlement_record` alike. */
export const RECORDED_COLUMNS = `key, merchant_id, mode, payment_hash, resource, price_sats, received_msat, settled_via,
  created_at, invoice_expires_at, paid_at, settled_at, connection_id, provider_ref, payer`;
