DROP INDEX process_at;
