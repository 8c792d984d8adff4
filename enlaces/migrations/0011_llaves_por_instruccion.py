"""Las llaves foráneas de los renglones de aviso, comprobadas una vez por instrucción y no una por fila.

Una llave foránea de PostgreSQL lanza una consulta por renglón y por padre, y bloquea la fila del padre: planear cien mil avisos pagaba
cuatrocientas mil, más de lo que cuesta decidir qué toca. Aquí se garantiza lo mismo en conjunto:

- al insertar, toda la instrucción se compara con sus cuatro padres; si falta alguno, no entra nada;
- un renglón no cambia de aviso, obligación, institución ni regla;
- un padre con renglones no se borra. El producto no borra ninguno; quien lo haga espera a los que están insertando (el candado de la tabla) y
  ve lo que insertaron, y quien inserta después ya no encuentra al padre. Es el mismo resultado que dan los candados por fila.

Falla con ``foreign_key_violation``, como una llave de las otras.
"""

from django.db import migrations

PADRES = {
    "aviso_id": "enlaces_aviso",
    "obligacion_id": "conferencia_obligacion",
    "institucion_id": "conferencia_institucion",
    "regla_id": "enlaces_regladeaviso",
}

# EXECUTE: el plan se hace cada vez, porque el bueno para un renglón es el malo para cien mil.
AL_INSERTAR = """
CREATE FUNCTION renglon_con_sus_padres() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE huerfanos boolean;
BEGIN
    EXECUTE 'SELECT %(faltan)s' INTO huerfanos;
    IF huerfanos THEN
        RAISE EXCEPTION 'Hay renglones de aviso sin su aviso, obligación, institución o regla' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER renglon_con_sus_padres AFTER INSERT ON enlaces_renglondeaviso
    REFERENCING NEW TABLE AS nuevos FOR EACH STATEMENT EXECUTE FUNCTION renglon_con_sus_padres();
"""
AL_CAMBIAR = """
CREATE FUNCTION renglon_sin_mudanza() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Un renglón de aviso no cambia de aviso, obligación, institución ni regla' USING ERRCODE = 'foreign_key_violation';
END $$;
CREATE TRIGGER renglon_sin_mudanza BEFORE UPDATE OF aviso_id, obligacion_id, institucion_id, regla_id ON enlaces_renglondeaviso FOR EACH ROW
    WHEN ((OLD.aviso_id, OLD.obligacion_id, OLD.institucion_id, OLD.regla_id) IS DISTINCT FROM (NEW.aviso_id, NEW.obligacion_id, NEW.institucion_id, NEW.regla_id))
    EXECUTE FUNCTION renglon_sin_mudanza();
"""
AL_BORRAR = """
CREATE FUNCTION padre_sin_renglones() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE quedan boolean;
BEGIN
    LOCK TABLE enlaces_renglondeaviso IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('SELECT EXISTS (SELECT FROM enlaces_renglondeaviso r JOIN viejos v ON v.id = r.%%I)', TG_ARGV[0]) INTO quedan;
    IF quedan THEN
        RAISE EXCEPTION 'Todavía hay renglones de aviso que lo nombran' USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
"""
UN_PADRE = """
CREATE TRIGGER padre_sin_renglones AFTER DELETE ON {tabla}
    REFERENCING OLD TABLE AS viejos FOR EACH STATEMENT EXECUTE FUNCTION padre_sin_renglones('{columna}');
"""
FALTA = "EXISTS (SELECT FROM nuevos n WHERE n.{columna} IS NOT NULL AND NOT EXISTS (SELECT FROM {tabla} p WHERE p.id = n.{columna}))"

PONER = (
    AL_INSERTAR % {"faltan": " OR ".join(FALTA.format(columna=columna, tabla=tabla) for columna, tabla in PADRES.items())}
    + AL_CAMBIAR
    + AL_BORRAR.replace("%%", "%")
    + "".join(UN_PADRE.format(columna=columna, tabla=tabla) for columna, tabla in PADRES.items())
)
QUITAR = "".join(f"DROP TRIGGER padre_sin_renglones ON {tabla};\n" for tabla in PADRES.values()) + (
    "DROP TRIGGER renglon_sin_mudanza ON enlaces_renglondeaviso;\n"
    "DROP TRIGGER renglon_con_sus_padres ON enlaces_renglondeaviso;\n"
    "DROP FUNCTION padre_sin_renglones();\nDROP FUNCTION renglon_sin_mudanza();\nDROP FUNCTION renglon_con_sus_padres();\n"
)


class Migration(migrations.Migration):
    dependencies = [("enlaces", "0010_renglones_ligeros")]
    operations = [migrations.RunSQL(PONER, QUITAR)]
