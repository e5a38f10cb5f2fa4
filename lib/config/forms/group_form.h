// A form that security groups are written in: one file for each cloud's.
#ifndef TIDEGATE_CONFIG_FORMS_GROUP_FORM_H_
#define TIDEGATE_CONFIG_FORMS_GROUP_FORM_H_

#include "config/group_names.h"
#include "config/json_node.h"
#include "config/references.h"
#include "tidegate/security_groups.h"

namespace tidegate::config {

// A group is read twice: first all heads, so that rules may then refer to any group, also to a later one.
struct GroupForm {
  // Reads how the group calls itself, and into `out` what stands beside its rules. Reports unknown keys.
  GroupHead (*read_head)(const JsonNode& group, SecurityGroup& out);

  // Adds the rules. REQUIRES: read_head() reported nothing.
  void (*read_rules)(const JsonNode& group, const References& references, SecurityGroup& out);
};

extern const GroupForm kNativeForm;  // IBM Cloud VPC's, and more
extern const GroupForm kAwsForm;
extern const GroupForm kNeutronForm;

// One row of AWS's describe-security-group-rules: a rule that names its group, which has nothing else.
extern const GroupForm kAwsRowForm;

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_FORMS_GROUP_FORM_H_
