-- What an accepted operation replaced (JSON); unknown for those accepted before.
ALTER TABLE operation ADD COLUMN replaced TEXT;

-- Histories are asked for by record and by author. Ids are unique among kinds.
CREATE INDEX operation_record ON operation (workspace, json_extract(json, '$.body.id'), seq);
CREATE INDEX operation_author ON operation (workspace, author, seq);
