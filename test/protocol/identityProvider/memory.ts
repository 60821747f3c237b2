interface Entry {
  readonly payload: Payload;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

type Payload = Record<string, unknown> & {
  grantId?: string;
  userCode?: string;
  uid?: string;
  consumed?: number;
};

/** Storage for one oidc-provider: its adapter interface over a map, which its own one shares between all providers. */
export function memoryAdapter(): (model: string) => object {
  const all = new Map<string, Entry>();
  return (model) => new Memory(model, all);
}

class Memory {
  constructor(
    private readonly model: string,
    private readonly all: Map<string, Entry>,
  ) {}

  async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
    const expiresAt = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
    this.all.set(this.key(id), { payload, expiresAt });
  }

  async find(id: string): Promise<Payload | undefined> {
    return this.live(this.all.get(this.key(id)));
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    return this.search((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<Payload | undefined> {
    return this.search((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.all.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.all) if (payload.grantId === grantId) this.all.delete(key);
  }

  private search(matches: (payload: Payload) => boolean): Payload | undefined {
    for (const [key, entry] of this.all)
      if (key.startsWith(`${this.model}:`) && matches(entry.payload)) return this.live(entry);
    return undefined;
  }

  private live(entry: Entry | undefined): Payload | undefined {
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  private key(id: string): string {
    return `${this.model}:${id}`;
  }
}
