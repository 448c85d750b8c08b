/** Events cannot be followed: the database came from another server while this process ran. A start mends it. */
export class RestoredDatabaseError extends Error {
  override readonly name = 'RestoredDatabaseError';

  constructor() {
    super(
      'the database was restored beneath this process, so its events stand still: restart the processes of this instance',
    );
  }
}
