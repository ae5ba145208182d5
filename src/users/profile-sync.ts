/** When a sign-in writes root attributes. The values are the connections' `set_user_root_attributes`. */
export type ProfileSyncRule = 'on_each_login' | 'on_first_login' | 'never_on_login';
