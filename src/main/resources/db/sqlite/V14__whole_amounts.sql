-- Costs become whole billionths of a US dollar, so that the database adds them up. A cost was an exact decimal; what it told
-- beyond nine places is rounded. No call costs more than a hundred thousand dollars, so a float carries each exactly.
ALTER TABLE spending ADD COLUMN cost_nanos INTEGER;
UPDATE spending SET cost_nanos = CAST(round(CAST(cost AS REAL) * 1000000000) AS INTEGER) WHERE cost IS NOT NULL;
ALTER TABLE spending DROP COLUMN cost;
