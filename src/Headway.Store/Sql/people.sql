-- People, their roles, and where they are signed in. Who is signed in is asked at most every few seconds a browser, not every request.

-- name: AddPerson
INSERT INTO person (id, name, title, password, is_first, created_by, created_at)
SELECT @id, @name, @title, @password, @first, @by, now_us()
WHERE NOT @first OR NOT EXISTS (SELECT 1 FROM person)
ON CONFLICT DO NOTHING

-- name: AddRoles
INSERT INTO membership (org, person_id, role)
SELECT r.org, @id, r.role
FROM (
  SELECT * FROM jsonb_to_recordset(@roles) AS x(org text, role text)           --postgres
  SELECT value ->> 'org' AS org, value ->> 'role' AS role FROM jsonb_each(@roles) --sqlite
) r
WHERE EXISTS (SELECT 1 FROM person p WHERE p.id = @id)
ORDER BY 1
ON CONFLICT DO NOTHING

-- name: HasPerson
SELECT 1 FROM person WHERE id = @id

-- name: HasOwner
SELECT 1 FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.role = 'owner' AND p.disabled_at IS NULL
LIMIT 1

-- name: GetPerson
SELECT p.id, p.name, p.title, p.password, p.tries, p.locked_until, p.disabled_at, p.created_by, p.created_at, p.signed_in_at,
  (SELECT string_agg(m.role || ':' || m.org, ' ') FROM membership m WHERE m.person_id = p.id)
FROM person p
WHERE p.id = @id

-- name: FindPerson
SELECT p.id, p.name, p.title, p.password, p.tries, p.locked_until, p.disabled_at, p.created_by, p.created_at, p.signed_in_at,
  (SELECT string_agg(m.role || ':' || m.org, ' ') FROM membership m WHERE m.person_id = p.id)
FROM person p
WHERE p.name = @name

-- name: ListPeople
SELECT p.id, p.name, p.title, p.password, p.tries, p.locked_until, p.disabled_at, p.created_by, p.created_at, p.signed_in_at,
  (SELECT string_agg(m.role || ':' || m.org, ' ') FROM membership m WHERE m.person_id = p.id)
FROM person p
WHERE true
  AND EXISTS (SELECT 1 FROM membership o WHERE o.person_id = p.id AND o.org = @org) --?org
  AND p.name > @after                                                          --?after
ORDER BY p.name
LIMIT @limit

-- name: LockOwners
SELECT m.org, m.person_id
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.role = 'owner' AND p.disabled_at IS NULL
  AND m.org = @org                                                             --?org
  AND m.org IN (SELECT o.org FROM membership o WHERE o.person_id = @id AND o.role = 'owner') --?all
ORDER BY m.org, m.person_id
FOR UPDATE                                                                     --postgres: lock

-- name: SetRole
INSERT INTO membership (org, person_id, role) VALUES (@org, @id, @role)
ON CONFLICT (org, person_id) DO UPDATE SET role = excluded.role

-- name: DropRole
DELETE FROM membership WHERE org = @org AND person_id = @id

-- name: Disable
UPDATE person SET disabled_at = coalesce(disabled_at, now_us()) WHERE id = @id

-- name: Enable
UPDATE person SET disabled_at = NULL, tries = 0, locked_until = NULL WHERE id = @id

-- name: SetPassword
UPDATE person SET password = @password, tries = 0, locked_until = NULL WHERE id = @id
RETURNING id

-- name: EndOtherSignIns
DELETE FROM sign_in WHERE person_id = @id
  AND id <> @keep                                                              --?keep

-- name: Rehash
UPDATE person SET password = @password WHERE id = @id AND password = @old

-- name: TryPassword
UPDATE person SET tries = CASE WHEN locked_until IS NULL THEN tries + 1 ELSE 1 END,
  locked_until = CASE WHEN (CASE WHEN locked_until IS NULL THEN tries + 1 ELSE 1 END) >= @most THEN now_us() + @wait END
WHERE id = @id AND (locked_until IS NULL OR locked_until <= now_us())
RETURNING id

-- name: SignedInNow
UPDATE person SET tries = 0, locked_until = NULL, signed_in_at = now_us() WHERE id = @person AND disabled_at IS NULL
RETURNING id

-- name: AddSignIn
INSERT INTO sign_in (id, hash, person_id, address, browser, created_at, seen_at, expires_at)
SELECT @id, @hash, @person, @address, @browser, n.now, n.now, n.now + @lasts
FROM (SELECT now_us() AS now) n
WHERE EXISTS (SELECT 1 FROM person p WHERE p.id = @person AND p.disabled_at IS NULL)
ON CONFLICT DO NOTHING

-- name: DropOldSignIns
DELETE FROM sign_in WHERE expires_at <= now_us()

-- name: SeeSignIn
UPDATE sign_in SET seen_at = now_us()
WHERE hash = @hash AND expires_at > now_us() AND seen_at > now_us() - @idle AND seen_at <= now_us() - 60000000

-- name: FindSignIn
SELECT p.id, p.name, p.title, p.password, p.tries, p.locked_until, p.disabled_at, p.created_by, p.created_at, p.signed_in_at,
  (SELECT string_agg(m.role || ':' || m.org, ' ') FROM membership m WHERE m.person_id = p.id),
  s.id, s.hash, s.person_id, s.address, s.browser, s.created_at, s.seen_at, s.expires_at
FROM sign_in s JOIN person p ON p.id = s.person_id
WHERE s.hash = @hash AND s.expires_at > now_us() AND s.seen_at > now_us() - @idle AND p.disabled_at IS NULL

-- name: ListSignIns
SELECT s.id, s.hash, s.person_id, s.address, s.browser, s.created_at, s.seen_at, s.expires_at
FROM sign_in s
WHERE s.person_id = @person AND s.expires_at > now_us()
ORDER BY s.created_at DESC, s.id
LIMIT 100

-- name: EndSignIns
DELETE FROM sign_in WHERE person_id = @person
  AND id = @id                                                                 --?one

-- name: DropOldLinks
DELETE FROM sign_in_link WHERE expires_at <= now_us()

-- name: AddLink
INSERT INTO sign_in_link (hash, person_id, expires_at) VALUES (@hash, @person, @until)
ON CONFLICT DO NOTHING

-- name: TakeLink
DELETE FROM sign_in_link WHERE hash = @hash AND expires_at > now_us()
RETURNING person_id, expires_at
