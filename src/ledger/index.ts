export { accountWeights, type LedgerEntry, type PlacedConstant, placedConstants, type WeightFate } from "./account.ts";
export { createLedger, type Ledger } from "./ledger.ts";
