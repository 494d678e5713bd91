import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfeval.settings")
application = get_wsgi_application()

# A page makes tens of thousands of objects and hardly any cycle: to look for cycles after every 700 took a tenth of its time.
# What stands now stays as long as the process and is not looked at any more.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
