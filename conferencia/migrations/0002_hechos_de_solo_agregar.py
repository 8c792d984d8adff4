"""La base misma niega UPDATE, DELETE y TRUNCATE sobre los hechos, y reescribir el original de un archivo."""

from django.db import migrations

NEGAR = """
CREATE FUNCTION hecho_de_solo_agregar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Los hechos son de solo agregar: % negado', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER hecho_sin_cambios BEFORE UPDATE OR DELETE ON conferencia_hecho
    FOR EACH ROW EXECUTE FUNCTION hecho_de_solo_agregar();
CREATE TRIGGER hecho_sin_vaciado BEFORE TRUNCATE ON conferencia_hecho
    FOR EACH STATEMENT EXECUTE FUNCTION hecho_de_solo_agregar();

CREATE FUNCTION archivo_original_intacto() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'El original de un archivo jamás se reescribe' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER archivo_sin_reescritura BEFORE UPDATE OF sha256, tamano, contenido ON conferencia_archivo
    FOR EACH ROW EXECUTE FUNCTION archivo_original_intacto();
"""

PERMITIR = """
DROP TRIGGER archivo_sin_reescritura ON conferencia_archivo;
DROP FUNCTION archivo_original_intacto();
DROP TRIGGER hecho_sin_vaciado ON conferencia_hecho;
DROP TRIGGER hecho_sin_cambios ON conferencia_hecho;
DROP FUNCTION hecho_de_solo_agregar();
"""


class Migration(migrations.Migration):
    dependencies = [("conferencia", "0001_initial")]
    operations = [migrations.RunSQL(NEGAR, PERMITIR)]
