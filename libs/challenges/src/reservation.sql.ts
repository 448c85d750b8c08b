/**
 * SQL for the condition that a reservation stands on the challenge `key` that may still be released at `now`. It looks at
 * one row, by an index that `seq > 0` opens, however many uses this challenge and reservations all others have: a scalar
 * query with a limit, unlike EXISTS, is never answered by gathering all reservations first.
 */
export function isHeld(key: string, now: string): string {
  return `(SELECT 1 FROM challenge_use u
    WHERE u.key = ${key} AND u.state = 0 AND u.seq > 0 AND u.reserved_until > ${now} LIMIT 1) IS NOT NULL`;
}
