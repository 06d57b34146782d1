/** What is used here of a package that has no types of its own. */
declare module "cacache" {
  const cacache: {
    put(cache: string, key: string, data: Buffer, options: object): Promise<string>;
    get(cache: string, key: string): Promise<{ data: Buffer }>;
    clearMemoized(): void;
    readonly rm: { all(cache: string): Promise<void> };
  };
  export default cacache;
}
