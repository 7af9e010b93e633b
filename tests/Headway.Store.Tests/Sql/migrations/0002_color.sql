-- additive
ALTER TABLE toy ADD COLUMN color text;
