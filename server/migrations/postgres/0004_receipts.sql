-- An accepted operation is its own receipt: client and number are unique, `seq` and
-- what was `lost` are in its row. Receipts are kept of what was rejected.
DELETE FROM receipt WHERE EXISTS (
    SELECT 1 FROM operation o
    WHERE o.workspace = receipt.workspace AND o.client = receipt.client AND o.number = receipt.number
);

-- The last number of a client is that of its last operation or receipt.
ALTER TABLE client DROP COLUMN last_number;
