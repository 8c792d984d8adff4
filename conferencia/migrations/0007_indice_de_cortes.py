"""El índice de cortes da listas en orden, y «qué se asentó después de» sale de un índice por rangos de bloque."""

import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce

VENCE_O_NUNCA = Coalesce(models.F("vence_el"), models.Value(datetime.date(9999, 12, 31), models.DateField()))
DIA_SIGUIENTE = models.ExpressionWrapper(VENCE_O_NUNCA + models.Value(1), output_field=models.DateField())


class Migration(migrations.Migration):
    dependencies = [("conferencia", "0006_api_que_escribe")]
    operations = [
        migrations.RemoveIndex("tramodesituacion", "tramo_por_situacion"),
        migrations.AddField("tramodesituacion", "clave", models.CharField(max_length=90, default=""), preserve_default=False),
        migrations.RunSQL(
            "UPDATE conferencia_tramodesituacion t SET clave = o.clave FROM conferencia_obligacion o WHERE o.id = t.obligacion_id", migrations.RunSQL.noop
        ),
        migrations.AddField(
            "tramodesituacion", "orden_el", models.GeneratedField(expression=VENCE_O_NUNCA, output_field=models.DateField(), db_persist=True)
        ),
        migrations.AddField(
            "tramodesituacion",
            "rezagado",
            models.GeneratedField(
                expression=models.ExpressionWrapper(models.Q(hasta__gt=DIA_SIGUIENTE), output_field=models.BooleanField()),
                output_field=models.BooleanField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "tramodesituacion",
            models.Index(
                models.F("situacion"),
                models.F("rezagado"),
                models.F("orden_el"),
                models.F("clave"),
                include=("desde", "hasta", "obligacion"),
                name="tramo_por_situacion",
            ),
        ),
        migrations.AddIndex(
            "tramodesituacion",
            models.Index(
                models.F("orden_el"), models.F("clave"), include=("desde", "hasta", "obligacion", "situacion"), name="tramo_por_vencimiento"
            ),
        ),
        migrations.RunSQL(
            "CREATE INDEX hecho_asentado_despues ON conferencia_hecho USING brin (asentado_en) WITH (pages_per_range = 16)",
            "DROP INDEX hecho_asentado_despues",
        ),
    ]
