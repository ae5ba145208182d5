import { Injectable } from '@nestjs/common';
import { type Connection, ConnectionDirectory, type Trial } from '../../connections/index.js';

/** What a trial tries, at this moment. */
@Injectable()
export class TriedConnections {
  constructor(private readonly connections: ConnectionDirectory) {}

  /** Whatever its state: that nobody else can use a disabled connection is no reason not to try it. Undefined when it was deleted. */
  async find({ connectionId, draft }: Trial): Promise<Connection | undefined> {
    if (connectionId === undefined) return draft;
    const saved = await this.connections.findById(connectionId);
    // Secrets of a deleted connection go nowhere any more, those that a change of it brought included.
    return saved && (draft ?? saved);
  }
}
