import type { Tree } from './tree';

/** Numbers a node takes: its feature (none in a leaf), threshold or share, where the right child is, whether unknown values go left. */
const nodeSize = 4;
const leaf = -1;

/** Trees with all that is read of a node side by side, to be walked through many times. */
export class FlatTrees {
  private readonly nodes: Int32Array;
  /** The same memory: thresholds are singles. */
  private readonly thresholds: Float32Array;
  private readonly roots: number[] = [];

  constructor(trees: readonly Tree[]) {
    const count = trees.reduce((sum, { right }) => sum + right.length, 0);
    this.nodes = new Int32Array(count * nodeSize);
    this.thresholds = new Float32Array(this.nodes.buffer);
    let root = 0;
    for (const tree of trees) {
      this.roots.push(root);
      this.put(tree, root);
      root += tree.right.length * nodeSize;
    }
  }

  /** Adds to `shares`, for each of `rows` rows of features, the shares of matches in the leaves that it comes to. */
  addShares(features: Float32Array, width: number, rows: number, shares: Int32Array): void {
    const { nodes, thresholds } = this;
    for (const root of this.roots) {
      for (let row = 0; row < rows; row++) {
        const start = row * width;
        let node = root;
        let feature = nodes[node] ?? leaf;
        while (feature >= 0) {
          const x = features[start + feature] ?? 0;
          const goesLeft = x < 0 ? nodes[node + 3] === 1 : x < (thresholds[node + 1] ?? 0);
          node = goesLeft ? node + nodeSize : (nodes[node + 2] ?? 0);
          feature = nodes[node] ?? leaf;
        }
        shares[row] = (shares[row] ?? 0) + (nodes[node + 1] ?? 0);
      }
    }
  }

  private put({ feature, threshold, right, unknownLeft, value }: Tree, root: number): void {
    const { nodes, thresholds } = this;
    for (let node = 0; node < right.length; node++) {
      const at = root + node * nodeSize;
      const child = right[node] ?? 0;
      if (child === 0) {
        nodes[at] = leaf;
        nodes[at + 1] = value[node] ?? 0;
      } else {
        nodes[at] = feature[node] ?? 0;
        thresholds[at + 1] = threshold[node] ?? 0;
        nodes[at + 2] = root + child * nodeSize;
        nodes[at + 3] = unknownLeft[node] ?? 0;
      }
    }
  }
}
