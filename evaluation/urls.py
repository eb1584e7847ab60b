"""The evaluation, on one contract and on many: each topic brings its addresses."""

from .urls_campaigns import CAMPAIGNS
from .urls_coverage import COVERAGE
from .urls_dashboard import DASHBOARD
from .urls_evaluations import EVALUATIONS
from .urls_figures import FIGURES
from .urls_in_brief import IN_BRIEF
from .urls_periods import PERIODS
from .urls_reviews import REVIEWS

app_name = "evaluation"
urlpatterns = [*FIGURES, *IN_BRIEF, *CAMPAIGNS, *COVERAGE, *DASHBOARD, *EVALUATIONS, *PERIODS, *REVIEWS]
