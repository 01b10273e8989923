-- Request, answer and evidence of a decision in one column that the application compresses: dev.douane.service.audit.Documents, which names
-- the forms. What was written before becomes form 0: as it stands, each document with its length before it.
alter table decision add column documents bytea;

alter table decision disable trigger decision_append_only;
update decision set documents = '\x00'::bytea
    || int4send(octet_length(request)) || convert_to(request, 'UTF8')
    || int4send(octet_length(answer)) || convert_to(answer, 'UTF8')
    || int4send(octet_length(evidence)) || convert_to(evidence, 'UTF8');
alter table decision enable trigger decision_append_only;

alter table decision
    alter column documents set not null,
    alter column documents set storage external, -- they are compressed already
    drop column request,
    drop column answer,
    drop column evidence;
