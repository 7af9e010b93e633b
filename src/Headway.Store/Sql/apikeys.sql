-- API keys. A key is looked up by the part of it that is no secret; the caller compares the hash.

-- name: AddKey
INSERT INTO api_key (id, hash, org, person_id, name, role, scopes, expires_at, created_by, created_at)
SELECT @id, @hash, @org, @person, @name, @role, @scopes, @until, @by, now_us()
WHERE true
ON CONFLICT DO NOTHING
RETURNING id

-- name: UseKey
UPDATE api_key SET used_at = now_us()
WHERE id = @id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now_us())
  AND (used_at IS NULL OR used_at <= now_us() - 60000000)
  AND (person_id IS NULL OR EXISTS (SELECT 1 FROM person p WHERE p.id = api_key.person_id AND p.disabled_at IS NULL))

-- name: FindKey
SELECT k.id, k.hash, k.org, k.person_id, k.name, k.role, k.scopes, k.expires_at, k.created_by, k.created_at, k.used_at, k.revoked_at,
  k.revoked_by,
  p.id, p.name, p.title, p.password, p.tries, p.locked_until, p.disabled_at, p.created_by, p.created_at, p.signed_in_at,
  (SELECT string_agg(m.role || ':' || m.org, ' ') FROM membership m WHERE m.person_id = p.id)
FROM api_key k LEFT JOIN person p ON p.id = k.person_id
WHERE k.id = @id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now_us())
  AND (k.person_id IS NULL OR (p.id IS NOT NULL AND p.disabled_at IS NULL))

-- name: ListKeys
SELECT k.id, k.hash, k.org, k.person_id, k.name, k.role, k.scopes, k.expires_at, k.created_by, k.created_at, k.used_at, k.revoked_at,
  k.revoked_by
FROM api_key k
WHERE k.org = @org
  AND k.person_id = @person                                                    --?own
  AND k.id > @after                                                            --?after
ORDER BY k.id
LIMIT @limit

-- name: RevokeKey
UPDATE api_key SET revoked_by = CASE WHEN revoked_at IS NULL THEN @actor ELSE revoked_by END,
  revoked_at = coalesce(revoked_at, now_us())
WHERE org = @org AND id = @id
  AND person_id = @person                                                      --?own
RETURNING id
