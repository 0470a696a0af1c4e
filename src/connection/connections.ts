import { type Disposable, Emitter } from '../shared/events';
import { type ConnectionChoice, choiceOfId, connectionId } from './ids';
import type { Connection } from './services';

/** A connection that can be told to start over with fresh files and credentials. */
type Renewable = Connection & { forget?(): void; filesChanged?(): Promise<boolean> };

/** What the connections are made from and kept in. */
export interface ConnectionsOptions {
  /** What the settings say. */
  readonly configured: () => ConnectionChoice;
  /** The choice made in this workspace; it wins over the settings. Holds nothing secret. */
  readonly memory: {
    get(): ConnectionChoice | undefined;
    set(choice: ConnectionChoice | undefined): PromiseLike<void>;
  };
  readonly makeLocal: () => Renewable;
  readonly makeAws: (profile: string | undefined, region: string) => Renewable;
}

/** All connections of this window, and which one the view shows. Makes no request. */
export class Connections implements Disposable {
  private readonly changed = new Emitter<Connection | undefined>();
  private readonly byIds = new Map<string, Renewable>();
  private selected: Renewable | undefined;

  /** Fires when another connection is chosen or the current one starts over. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly options: ConnectionsOptions) {
    this.selected = this.make(this.choice);
  }

  get current(): Connection | undefined {
    return this.selected;
  }

  get choice(): ConnectionChoice {
    return this.options.memory.get() ?? this.options.configured();
  }

  /** The connection of a `glue-s3:` URI's authority; also one that is not chosen now. */
  byId(id: string): Connection | undefined {
    const choice = choiceOfId(id);
    return choice === undefined ? undefined : this.make(choice);
  }

  /** Chooses for this workspace. */
  async use(choice: ConnectionChoice): Promise<void> {
    await this.options.memory.set(choice);
    this.select();
  }

  /** Settings changed: they are the newer word, so the choice made before is forgotten. */
  async settingsChanged(): Promise<void> {
    await this.options.memory.set(undefined);
    this.renew();
  }

  /** Starts all connections over: files and credentials are read anew, and the view asks again. */
  renew(): void {
    this.forgetCredentials();
    this.select();
  }

  /** Files and credentials are read anew on the next use. */
  forgetCredentials(): void {
    for (const connection of this.byIds.values()) {
      connection.forget?.();
    }
  }

  /** The AWS files changed on disk. What failed for lack of credentials is asked again; nothing has to be chosen anew. */
  async filesChanged(): Promise<void> {
    const current = this.selected;
    const renewed = await Promise.all(
      [...this.byIds.values()].map(async (known) => (await known.filesChanged?.()) && known),
    );
    if (current !== undefined && current === this.selected && renewed.includes(current)) {
      this.changed.fire(current);
    }
  }

  dispose(): void {
    this.changed.dispose();
    this.byIds.clear();
  }

  private select(): void {
    this.selected = this.make(this.choice);
    this.changed.fire(this.selected);
  }

  private make(choice: ConnectionChoice): Renewable | undefined {
    if (choice.kind === 'none') {
      return undefined;
    }
    const id = connectionId(choice);
    const known = this.byIds.get(id);
    if (known !== undefined) {
      return known;
    }
    const made =
      choice.kind === 'local' ? this.options.makeLocal() : this.options.makeAws(choice.profile, choice.region);
    this.byIds.set(id, made);
    return made;
  }
}
